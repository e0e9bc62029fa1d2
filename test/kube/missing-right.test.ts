import { describe, expect, it } from 'vitest';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { failure } from './support/failure.ts';
import { fakeTransport, refusal } from './support/fake-transport.ts';
import { configMap, never, secrets, widgets } from './support/types.ts';

const user = 'system:serviceaccount:planewright-system:planewright-operator';
const words = (verb: string, resource: string, group: string, where: string): string =>
  `${resource} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;

/** What comes of an apply that is refused with these words of the API server. */
const refused = (type: typeof widgets, said: string) =>
  failure(
    kubeClient(fakeTransport(() => refusal(403, 'Forbidden', said)).transport).apply(
      type,
      configMap('c', 'hunter2'),
      { fieldManager: 'm' },
      never,
    ),
  );

describe('a right that is missing', () => {
  it('is named with its verb, which is create where an apply finds nothing, and so is the way out', async () => {
    const error = await refused(widgets, words('create', 'widgets', 'example.dev', 'in the namespace "acme"'));
    expect(error.message).toBe(
      `apply widgets.example.dev acme/c: ${user} may not create widgets.example.dev in namespace acme`,
    );
    expect(error.next).toMatch(/^Grant it the right to create widgets\.example\.dev in namespace acme; /);
    expect(error).toMatchObject({ code: 'KubeForbidden', retry: 'afterChange' });
  });

  it('is named for the whole cluster, and with its subresource', async () => {
    const error = await refused(widgets, words('patch', 'widgets/status', 'example.dev', 'at the cluster scope'));
    expect(error.message).toContain(`${user} may not patch widgets.example.dev/status in the whole cluster`);
  });

  it('is named for a Secret, too, of whose refusals nothing else is repeated', async () => {
    const said = words('patch', 'secrets', '', 'in the namespace "acme"');
    expect((await refused(secrets, `${said}: hunter2`)).message).toBe(
      `apply secrets acme/c: ${user} may not patch secrets in namespace acme`,
    );
  });

  it('is not made up where something other than RBAC refused', async () => {
    const error = await refused(widgets, 'admission webhook "policy.example.dev" denied the request: no');
    expect(error.message).toContain('admission webhook "policy.example.dev" denied the request');
    expect(error.next).toContain('Grant the right that the sentence names');
    const secret = await refused(secrets, 'admission webhook "policy.example.dev" denied the request: hunter2');
    expect(secret.message).toBe('apply secrets acme/c: HTTP 403 Forbidden');
  });
});
