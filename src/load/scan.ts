/** Told what of a large file has been gone through, as offsets into it. */
export interface Scan {
  /** The next bytes of the first pass, which finds out what the pieces are. */
  readonly seen: (bytes: Uint8Array) => void;
  /** The second pass has read the pieces up to here. */
  readonly read: (end: number) => void;
}
