import type { Capabilities } from '#contract/channels'
import { locationOf } from '#contract/location'
import type { MessageView } from '#contract/messages'
import { fileKindOf, splitLocation, splitMessage, splitText, voiceKindOf } from '#contract/split'
import type { RefusedFile, SplitFile } from '#contract/split'

export type ForwardPreview = {
  /** Messages that the client will get. */
  count: number
  refused: (RefusedFile & { name: string })[]
}

/** What forwarding comes to in another messenger, by the functions the server sends by. */
export function previewForward(
  can: Capabilities,
  messages: readonly MessageView[],
  comment: string,
): ForwardPreview {
  const preview: ForwardPreview = {
    count: comment.trim() === '' ? 0 : splitText(comment.trim(), can.maxTextLength).length,
    refused: [],
  }
  for (const message of messages) {
    const place = locationOf(message)
    if (place) {
      preview.count += splitLocation(can, place).length
      continue
    }
    const files = message.attachments.map((each) => fileOf(can, each))
    const { parts, refused } = splitMessage(can, { text: message.text.trim(), files })
    preview.count += parts.length
    for (const one of refused) preview.refused.push({ ...one, name: files[one.position]?.name ?? '' })
  }
  return preview
}

function fileOf(
  can: Capabilities,
  { kind, name, mime, sizeBytes }: MessageView['attachments'][number],
): SplitFile {
  const type = mime ?? 'application/octet-stream'
  return {
    kind: kind === 'voice' ? voiceKindOf(can, type) : fileKindOf(type),
    name,
    mime: type,
    sizeBytes: sizeBytes ?? 0,
  }
}
