import { fileTypeFromFile } from 'file-type'

/** The type of a stored file by its bytes alone; what it is called says nothing. Text is told from other bytes by its head. */
export async function sniffType(path: string, head: Buffer): Promise<string> {
  // Formats with a broken inside make the detector throw: then they are just bytes.
  const found = await fileTypeFromFile(path).catch(() => undefined)
  if (found) return found.mime.split(';')[0]?.trim() ?? found.mime
  return isText(head) ? 'text/plain' : 'application/octet-stream'
}

function isText(head: Buffer): boolean {
  if (head.includes(0)) return false
  try {
    // A character cut at the end of the head is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
