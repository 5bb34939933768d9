import { open, readFile, rm, writeFile } from 'node:fs/promises';

/** The bytes of a page of the store's file. */
export const PAGE = 4096;

const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Puts the write-ahead log into the file, as SQLite does when it is closed, and deletes the log. A process that ends leaves
 * its last snapshots in the log, where a case could not damage the file's own pages.
 */
export async function takeLogIn(path: string): Promise<void> {
  const log = await readFile(`${path}-wal`);
  const salt = log.subarray(16, 24);
  const file = await open(path, 'r+');
  for (let at = LOG_HEADER; at + FRAME_HEADER + PAGE <= log.length; at += FRAME_HEADER + PAGE) {
    // Frames of an earlier round of the log stand behind the newest, with another salt.
    if (log.subarray(at + 8, at + 16).equals(salt)) {
      const number = log.readUInt32BE(at);
      await file.write(log, at + FRAME_HEADER, PAGE, (number - 1) * PAGE);
    }
  }
  await file.close();
  await rm(`${path}-wal`);
  await rm(`${path}-shm`, { force: true });
}

/** Turns every bit of some bytes of the file. */
export async function turnBits(path: string, offsets: (bytes: Buffer) => number[]): Promise<void> {
  const bytes = await readFile(path);
  for (const offset of offsets(bytes)) {
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 0xff, offset);
  }
  await writeFile(path, bytes);
}
