import { stringify } from 'yaml';

/** Values as the templates of our chart see them. */
export interface HelmContext {
  readonly releaseNamespace: string;
  readonly appVersion: string;
  readonly values: {
    readonly governedNamespaces: readonly string[];
    readonly mode: string;
    readonly replicas: number;
    readonly image: {
      readonly repository: string;
      readonly tag: string;
      readonly pullPolicy: string;
      readonly pullSecrets: readonly { readonly name: string }[];
    };
    readonly resources: unknown;
  };
}

/** Renders the few forms of Helm's language that our chart uses, and throws on any other. */
export function renderTemplate(template: string, context: HelmContext): string {
  const { values } = context;
  const ranged = template.replace(
    /\{\{- range \$\.Values\.governedNamespaces \}\}\n([\s\S]*)\{\{- end \}\}\n/,
    (_, body: string) =>
      values.governedNamespaces.map((name) => body.replaceAll('{{ . | quote }}', quote(name))).join(''),
  );
  const conditional = ranged.replace(
    / *\{\{- with \$\.Values\.image\.pullSecrets \}\}\n(.*)\n *\{\{- end \}\}\n/,
    (_, body: string) =>
      values.image.pullSecrets.length === 0
        ? ''
        : `${body.replace(' {{- toYaml . | nindent 8 }}', block(values.image.pullSecrets, 8))}\n`,
  );
  return conditional.replace(/ ?\{\{-? (.*?) \}\}/g, (whole, expression: string) => {
    const lead = whole.startsWith(' {{-') ? '' : whole.startsWith(' ') ? ' ' : '';
    return lead + evaluate(expression, context);
  });
}

function evaluate(expression: string, { releaseNamespace, appVersion, values }: HelmContext): string {
  const known: Readonly<Record<string, string>> = {
    '$.Release.Namespace | quote': quote(releaseNamespace),
    'join "," $.Values.governedNamespaces': values.governedNamespaces.join(','),
    '$.Values.replicas': String(values.replicas),
    '$.Values.mode': values.mode,
    '$.Values.image.pullPolicy': values.image.pullPolicy,
    'toYaml $.Values.resources | nindent 12': block(values.resources, 12),
    'printf "%s:%s" $.Values.image.repository ($.Values.image.tag | default $.Chart.AppVersion) | quote': quote(
      `${values.image.repository}:${values.image.tag === '' ? appVersion : values.image.tag}`,
    ),
  };
  const result = known[expression];
  if (result === undefined) throw new Error(`the chart uses ${expression}, which this test does not know`);
  return result;
}

const quote = (text: string): string => JSON.stringify(text);

function block(value: unknown, indent: number): string {
  return `\n${stringify(value).trimEnd().replace(/^/gm, ' '.repeat(indent))}`;
}
