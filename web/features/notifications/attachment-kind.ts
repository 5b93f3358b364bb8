import type { AttachmentKind } from '#contract/messages'

const kinds: Record<AttachmentKind, true> = {
  photo: true,
  animation: true,
  video: true,
  video_note: true,
  voice: true,
  audio: true,
  document: true,
}

/** Whether there is a word for this kind of file. */
export function isAttachmentKind(kind: string | null): kind is AttachmentKind {
  return kind !== null && Object.hasOwn(kinds, kind)
}
