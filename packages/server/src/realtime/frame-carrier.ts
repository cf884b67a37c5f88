import type { RawData } from 'ws';

/** What carries the frames of one peer: a WebSocket of `ws`, or what stands in for one. */
export interface FrameCarrier {
  /** The subprotocol that was agreed on. */
  readonly protocol: string;
  readonly readyState: number;
  readonly OPEN: number;
  /** What the peer has not taken yet, in bytes. */
  readonly bufferedAmount: number;
  on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
  on(event: 'pong', listener: () => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  send(text: string, taken?: () => void): void;
  ping(): void;
  pause(): void;
  /** Called after every frame that was carried out, as long as few wait. */
  resume(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}
