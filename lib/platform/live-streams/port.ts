/**
 * An answer while it is being written: one process writes it, any number of readers in any process follow it, and any
 * process can ask for its end. Every adapter passes tests/contract/live-streams.ts.
 *
 * Events are opaque strings (JSON of a StreamEvent). A stream can be read for a while after its end.
 */
export type LiveStreams = {
  /** Starts the stream of a turn. Throws when it exists. */
  open(turnId: string): Promise<LiveWriter>;
  /**
   * All events of the turn from the first one on, then those that come, until the end.
   *
   * Null when there is no such stream (it ended long ago, or its process died). A reader that falls more than 1 MB behind is
   * detached: its iteration ends with LiveReaderTooSlow. Aborting `signal` ends the iteration only.
   */
  read(turnId: string, signal: AbortSignal): Promise<AsyncIterable<readonly string[]> | null>;
  /** Asks the writer of the turn to stop, wherever it runs. False when nobody writes it. */
  requestStop(turnId: string): Promise<boolean>;
  close(): Promise<void>;
};

export type LiveWriter = {
  /** Sends events to all readers, in order. Never waits for a reader. */
  write(events: readonly string[]): void;
  /** Aborted when somebody asked for the end. */
  readonly stopRequested: AbortSignal;
  /** Ends the stream: readers get what was written and then the end. */
  end(): Promise<void>;
};

/** Thrown to a reader that cannot keep up; it can rejoin from the start. */
export class LiveReaderTooSlow extends Error {
  override readonly name = "LiveReaderTooSlow";
}
