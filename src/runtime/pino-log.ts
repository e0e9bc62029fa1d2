import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log, LogFields } from './log.ts';
import { redact, redactDeep } from './redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * JSON lines through pino, redacted at the door. `destination` defaults to standard error: standard output belongs to
 * results. The timestamp comes from the caller's clock.
 */
export function pinoLog(options: { level: LogLevel; now: () => number; destination: DestinationStream }): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date(options.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'message',
    },
    options.destination,
  );
  return wrap(logger);
}

function wrap(logger: Logger): Log {
  const at =
    (level: LogLevel) =>
    (fields: LogFields, sentence: string): void =>
      logger[level](redactDeep(fields) as object, redact(sentence));
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => wrap(logger.child(redactDeep(fields) as Record<string, unknown>)),
  };
}
