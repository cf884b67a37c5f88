export interface MessageActions {
  retry(id: string): void;
  discard(id: string): void;
}
