import type { Capabilities } from '#contract/channels'
import type { FileView } from '#contract/files'
import { fileKindOf, splitMessage } from '#contract/split'
import type { Split, SplitFile } from '#contract/split'

/** The contract's limit of one message. */
export const maxFiles = 30

/**
 * A file in the composer. `source` is there until it is stored; `progress` goes from 0 to 1; `isWaiting`: the connection broke,
 * the upload goes on by itself; `problem`: why it failed.
 */
export type ComposerFile = {
  id: string
  name: string
  mime: string
  sizeBytes: number
  /** A picture to show: the server's, or one made from the file on this device. */
  previewUrl: string | null
  state: 'uploading' | 'ready' | 'failed'
  progress: number
  isWaiting: boolean
  problem: unknown
  source: File | null
  stored: FileView | null
}

export function storedFile(view: FileView): ComposerFile {
  return {
    id: view.id,
    name: view.name,
    mime: view.mime,
    sizeBytes: view.sizeBytes,
    previewUrl: isPicture(view.mime) ? view.url : null,
    state: 'ready',
    progress: 1,
    isWaiting: false,
    problem: null,
    source: null,
    stored: view,
  }
}

/** Those that the server has. */
export const storedOf = (files: readonly ComposerFile[]): FileView[] =>
  files.flatMap((file) => (file.stored ? [file.stored] : []))

export const isPicture = (mime: string): boolean => /^image\/(jpeg|png|webp|gif|avif)$/.test(mime)

const splitFiles = (files: readonly ComposerFile[]): SplitFile[] =>
  files.map(({ name, mime, sizeBytes }) => ({ kind: fileKindOf(mime), name, mime, sizeBytes }))

/** Why a message leaves as several, for the note; null when it leaves as one or as an album. */
export type SplitReason = 'long' | 'caption' | 'files'
export type SplitNoteView = {
  count: number
  reason: SplitReason | null
  isAlbum: boolean
  refused: Split['refused']
}

/** What the composer says beforehand (R6), by the function the server sends by. */
export function previewSplit(can: Capabilities, text: string, files: readonly ComposerFile[]): SplitNoteView {
  const { parts, refused } = splitMessage(can, { text, files: splitFiles(files) })
  const texts = parts.filter((part) => part.files.length === 0)
  const runs = parts.filter((part) => part.files.length > 0)
  const reason = parts.length < 2 ? null : texts.length > 1 ? 'long' : runs.length > 1 ? 'files' : 'caption'
  const isAlbum = parts.length === 1 && (parts[0]?.files.length ?? 0) > 1
  return { count: parts.length, reason, isAlbum, refused }
}

/** Whether it may be sent: something to send, nothing refused, nothing that failed to upload. */
export function canSend(text: string, files: readonly ComposerFile[], refused: Split['refused']): boolean {
  const hasContent = text.trim() !== '' || files.length > 0
  return hasContent && refused.length === 0 && files.every((file) => file.state !== 'failed')
}
