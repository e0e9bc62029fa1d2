import type { Creation } from './cases.ts';

const kind = 'Organization';
const check = { name: 'sso', area: 'SSO', expected: 'Only single sign-on is allowed.' };
const evidence = { by: 'ada@acme.example', at: '2026-11-01T09:00:00Z' };

const apiUrl = (url: unknown, refused?: true): Creation => ({
  name: `the API URL ${JSON.stringify(url)}`,
  kind,
  set: { 'spec/connection/apiUrl': url },
  ...(refused && { refused: 'spec.connection.apiUrl' }),
});

const resync = (interval: unknown, refused?: true): Creation => ({
  name: `the interval ${JSON.stringify(interval)}`,
  kind,
  set: { 'spec/resyncInterval': interval },
  ...(refused && { refused: 'spec.resyncInterval' }),
});

export const organizationCreations: readonly Creation[] = [
  { name: 'a small organization', kind },
  {
    name: 'an organization with everything',
    kind,
    set: {
      'spec/connection/rate': { perSecond: 0.5, burst: 5 },
      'spec/connection/caBundleRef': { name: 'ca', key: 'ca.pem' },
      'spec/settings': {
        name: 'Acme',
        apiUrl: 'https://plane.acme.example',
        universalApi: true,
        dataplanePrivate: false,
        imageRenderingMode: 'click_to_load',
      },
      'spec/allowedNamespaces': { selector: { matchLabels: { team: 'a' } } },
      'spec/allowedKinds': ['AIProvider', 'Project'],
      'spec/allowSuperUser': true,
      'spec/checks': [{ ...check, evidence, maxAgeDays: 30 }],
    },
  },
  apiUrl('https://api-eu.braintrust.dev'),
  apiUrl('https://plane.acme.example:8443/braintrust/'),
  apiUrl('http://localhost:8000'),
  apiUrl('http://127.0.0.1:8000/3f2a'),
  apiUrl('http://[::1]:8000'),
  apiUrl('http://plane.acme.example', true),
  apiUrl('http://localhost.evil.example', true),
  apiUrl('https://', true),
  apiUrl('/rel', true),
  apiUrl('javascript:1', true),
  apiUrl('https://user@plane.acme.example', true),
  apiUrl('https://plane.acme.example?x=1', true),
  apiUrl('https://plane.acme.example\n', true),
  resync('90s'),
  resync('24h'),
  resync('1h30m'),
  resync('59s', true),
  resync('24h1s', true),
  resync('10', true),
  resync('10 minutes', true),
  resync('', true),
  resync(600, true),
  { name: 'no connection', kind, remove: ['spec/connection'], refused: 'spec.connection' },
  { name: 'a token in the document', kind, set: { 'spec/connection/token': 'x' }, refused: 'spec.connection.token' },
  {
    name: 'a rate that is text',
    kind,
    set: { 'spec/connection/rate': { perSecond: '1', burst: 5 } },
    refused: 'spec.connection.rate.perSecond',
  },
  {
    name: 'a burst of a half',
    kind,
    set: { 'spec/connection/rate': { perSecond: 1, burst: 0.5 } },
    refused: 'spec.connection.rate.burst',
  },
  {
    name: 'a whole number written as a fraction',
    kind,
    set: { 'spec/connection/rate': { perSecond: 1, burst: 5.0 } },
  },
  { name: 'a kind twice', kind, set: { 'spec/allowedKinds': ['Project', 'Project'] }, refused: 'spec.allowedKinds[1]' },
  {
    name: 'a kind that cannot refer',
    kind,
    set: { 'spec/allowedKinds': ['DataPlane'] },
    refused: 'spec.allowedKinds[0]',
  },
  { name: 'two checks of one name', kind, set: { 'spec/checks': [check, check] }, refused: 'spec.checks[1]' },
  {
    name: 'evidence with an offset',
    kind,
    set: { 'spec/checks': [{ ...check, evidence: { ...evidence, at: '2026-11-01T09:00:00.5+01:00' } }] },
  },
  {
    name: 'evidence of a day',
    kind,
    set: { 'spec/checks': [{ ...check, evidence: { ...evidence, at: '2026-11-01' } }] },
    refused: 'spec.checks[0].evidence.at',
  },
  {
    name: 'evidence in lower case',
    kind,
    set: { 'spec/checks': [{ ...check, evidence: { ...evidence, at: '2026-11-01t09:00:00z' } }] },
    refused: 'spec.checks[0].evidence.at',
    differs: 'date-time-case',
  },
  {
    name: 'a check that never ages',
    kind,
    set: { 'spec/checks': [{ ...check, maxAgeDays: 0 }] },
    refused: 'spec.checks[0].maxAgeDays',
  },
];
