import type { Environment } from '@marcbachmann/cel-js';
import { isIP, isIPv4, isIPv6 } from 'node:net';

/** `url`, `ip` and `cidr` of Kubernetes' CEL. */
export function registerNetwork(env: Environment): void {
  env.registerType('kubernetes.URL', CelUrl);
  env.registerFunction('isURL(string): bool', (text: string) => parseUrl(text) !== undefined);
  env.registerFunction('url(string): kubernetes.URL', (text: string) => {
    const url = parseUrl(text);
    if (url === undefined) throw new Error(`URL parse error during conversion from string: ${text}`);
    return url;
  });
  const parts = {
    getScheme: (url: CelUrl) => url.scheme,
    getHost: (url: CelUrl) => url.host,
    getHostname: (url: CelUrl) => url.hostname,
    getPort: (url: CelUrl) => url.port,
    getEscapedPath: (url: CelUrl) => url.path,
  } satisfies Record<string, (url: CelUrl) => string>;
  for (const [name, read] of Object.entries(parts)) env.registerFunction(`kubernetes.URL.${name}(): string`, read);

  env.registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0);
  env.registerFunction('isCIDR(string): bool', (text: string) => isCidr(text));
  env.registerType('net.IP', CelIp);
  env.registerFunction('ip(string): net.IP', (text: string) => {
    if (isIP(text) === 0) throw new Error(`IP Address '${text}' parse error during conversion from string`);
    return new CelIp(text);
  });
  env.registerFunction('net.IP.family(): int', (ip: CelIp) => (isIPv4(ip.text) ? 4n : 6n));
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/');
  if (more !== undefined || !/^\d{1,3}$/.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}

class CelIp {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

class CelUrl {
  readonly scheme: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  constructor(parts: { scheme: string; host: string; hostname: string; port: string; path: string }) {
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.hostname = parts.hostname;
    this.port = parts.port;
    this.path = parts.path;
  }
}

/** Go's `url.ParseRequestURI`: absolute, or a path that starts with a slash. */
function parseUrl(text: string): CelUrl | undefined {
  if (/[\s\u007f]/.test(text)) return undefined;
  if (text.startsWith('/'))
    return new CelUrl({ scheme: '', host: '', hostname: '', port: '', path: text.split(/[?#]/)[0] ?? '' });
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', path = ''] = match;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /:(\d*)$/.exec(host)?.[1] ?? '';
  if (/:[^\]]*$/.test(host) && !/:\d*$/.test(host)) return undefined;
  const hostname = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  return new CelUrl({ scheme: scheme.toLowerCase(), host, hostname, port, path });
}
