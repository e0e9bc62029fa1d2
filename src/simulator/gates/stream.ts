import { abortReason } from '../../runtime/clock.ts';
import { TransportError } from '../../runtime/transport.ts';
import type { Fault, RecordedCall } from './fault.ts';

export interface StreamGate {
  readonly fault: Fault | undefined;
  readonly call: RecordedCall;
  readonly signal: AbortSignal;
  readonly isDead: () => boolean;
}

/** The chunks of a watch, one line an event, with what the plan does to them. A dead process gets nothing more. */
export async function* faultStream(chunks: AsyncIterable<string>, gate: StreamGate): AsyncGenerator<string> {
  const { fault, call, signal, isDead } = gate;
  try {
    for await (const chunk of chunks) {
      // A guarded stand-in sends whole lines; over HTTP they may be torn, and one chunk then counts as one event.
      const index = call.events;
      call.events += 1;
      if (isDead()) await dead();
      if (fault !== undefined && 'event' in fault && fault.event === index) {
        switch (fault.kind) {
          case 'drop-event':
            continue;
          case 'repeat-event':
            yield chunk;
            break;
          case 'silence':
            await silence(signal);
            break;
          case 'end-stream':
            if (fault.reset) throw new TransportError('reset', `simulated reset of the stream of call ${call.call}`);
            return;
        }
      }
      yield chunk;
    }
  } catch (error) {
    if (isDead()) await dead();
    throw error;
  }
  if (isDead()) await dead();
}

function dead(): Promise<never> {
  return new Promise(() => undefined);
}

/** A connection that neither speaks nor ends, until the reader gives it up. */
function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(abortReason(signal));
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
  });
}
