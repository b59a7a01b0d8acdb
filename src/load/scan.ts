/** Told what of a large file has been gone through, as offsets into it. */
export interface Scan {
  /** The first pass, which finds out what the pieces are, has gone through so many bytes more. */
  seen(count: number): void;
  /** The second pass has read the pieces up to here. */
  read(end: number): void;
}
