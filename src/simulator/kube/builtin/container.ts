import { bool, byDefault, int, intOrStr, keyed, list, map, obj, oneOf, quantity, str, whole } from './notation.ts';

const keySelector = whole(obj({ name: byDefault(str, ''), key: str, optional: bool }, 'key'));

const env = keyed(
  ['name'],
  obj(
    {
      name: str,
      value: str,
      valueFrom: obj({
        secretKeyRef: keySelector,
        configMapKeyRef: keySelector,
        fieldRef: whole(obj({ apiVersion: byDefault(str, 'v1'), fieldPath: str }, 'fieldPath')),
        resourceFieldRef: whole(obj({ containerName: str, resource: str, divisor: quantity }, 'resource')),
      }),
    },
    'name',
  ),
);

const handler = {
  exec: obj({ command: list(str) }),
  httpGet: obj(
    {
      path: str,
      port: intOrStr,
      host: str,
      scheme: byDefault(oneOf('HTTP', 'HTTPS'), 'HTTP'),
      httpHeaders: list(obj({ name: str, value: str }, 'name', 'value')),
    },
    'port',
  ),
  tcpSocket: obj({ port: intOrStr, host: str }, 'port'),
};

const probe = obj({
  ...handler,
  grpc: obj({ port: int, service: byDefault(str, '') }, 'port'),
  initialDelaySeconds: int,
  timeoutSeconds: byDefault(int, 1),
  periodSeconds: byDefault(int, 10),
  successThreshold: byDefault(int, 1),
  failureThreshold: byDefault(int, 3),
  terminationGracePeriodSeconds: int,
});

const lifecycleHandler = obj({ ...handler, sleep: obj({ seconds: int }, 'seconds') });

export const resources = obj({
  limits: map(quantity),
  requests: map(quantity),
  claims: keyed(['name'], obj({ name: str, request: str }, 'name')),
});

export const seccompProfile = obj({ type: str, localhostProfile: str }, 'type');
export const seLinuxOptions = obj({ user: str, role: str, type: str, level: str });

const securityContext = obj({
  capabilities: obj({ add: list(str), drop: list(str) }),
  privileged: bool,
  allowPrivilegeEscalation: bool,
  readOnlyRootFilesystem: bool,
  runAsNonRoot: bool,
  runAsUser: int,
  runAsGroup: int,
  procMount: str,
  seccompProfile,
  seLinuxOptions,
  appArmorProfile: seccompProfile,
});

export const container = obj(
  {
    name: str,
    image: str,
    command: list(str),
    args: list(str),
    workingDir: str,
    env,
    envFrom: list(
      obj({
        prefix: str,
        configMapRef: obj({ name: byDefault(str, ''), optional: bool }),
        secretRef: obj({ name: byDefault(str, ''), optional: bool }),
      }),
    ),
    ports: keyed(
      ['containerPort', 'protocol'],
      obj(
        {
          name: str,
          containerPort: int,
          hostPort: int,
          hostIP: str,
          protocol: byDefault(oneOf('TCP', 'UDP', 'SCTP'), 'TCP'),
        },
        'containerPort',
      ),
    ),
    resources: byDefault(resources, {}),
    volumeMounts: keyed(
      ['mountPath'],
      obj(
        {
          name: str,
          mountPath: str,
          subPath: str,
          subPathExpr: str,
          readOnly: bool,
          mountPropagation: str,
          recursiveReadOnly: str,
        },
        'name',
        'mountPath',
      ),
    ),
    volumeDevices: keyed(['devicePath'], obj({ name: str, devicePath: str }, 'name', 'devicePath')),
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    lifecycle: obj({ postStart: lifecycleHandler, preStop: lifecycleHandler, stopSignal: str }),
    terminationMessagePath: byDefault(str, '/dev/termination-log'),
    terminationMessagePolicy: byDefault(str, 'File'),
    imagePullPolicy: oneOf('Always', 'Never', 'IfNotPresent'),
    restartPolicy: str,
    resizePolicy: list(obj({ resourceName: str, restartPolicy: str })),
    securityContext,
    stdin: bool,
    stdinOnce: bool,
    tty: bool,
  },
  'name',
);
