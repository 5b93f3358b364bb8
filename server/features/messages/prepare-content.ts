import type { Capabilities } from '#contract/channels'
import { fileKindOf, splitLocation, splitMessage, voiceKindOf, type SplitPart } from '#contract/split'
import type { Viewer } from '#features/access'
import { findAttachable } from '#features/files'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import type { SendingFile } from './plan-answer.ts'
import type { ForwardedFile, Sending } from './send-message.ts'

/** The files of a message and the parts it leaves in; throws what it would be refused with. */
export async function prepareContent(
  tx: Tx,
  viewer: Viewer,
  can: Capabilities,
  sending: Sending,
): Promise<{ files: SendingFile[]; parts: SplitPart[] }> {
  refuseMixed(sending)
  if (sending.location) return { files: [], parts: splitLocation(can, sending.location) }
  const given = sending.forwarded?.files ?? (await usableFiles(tx, viewer, sending))
  const files = given.map(({ stored, isVoice, durationSeconds }): SendingFile => {
    const kind = isVoice ? voiceKindOf(can, stored.mime) : fileKindOf(stored.mime)
    return { stored, kind, durationSeconds }
  })
  return { files, parts: splitContent(can, sending.text.trim(), files) }
}

/** A place and a voice message stand alone. */
function refuseMixed({ text, fileIds, voice, location }: Sending): void {
  const hasText = text.trim() !== ''
  if (location && (hasText || fileIds.length > 0 || voice)) throw notAlone('location')
  if (voice && (hasText || fileIds.length !== 1)) throw notAlone('voice')
}

function notAlone(path: 'location' | 'voice'): AppError {
  return new AppError('request.invalid', {
    fields: [{ path, problem: 'not_alone', message: 'it is a message of its own' }],
  })
}

/** Files one may send; others are as good as missing. */
async function usableFiles(tx: Tx, viewer: Viewer, { fileIds, voice }: Sending): Promise<ForwardedFile[]> {
  const found = await findAttachable(tx, viewer, fileIds)
  const missing = fileIds.find((id) => !found.some((file) => file.id === id))
  if (missing) throw new AppError('file.not_found', { fileId: missing })
  const durationSeconds = voice?.durationSeconds ?? null
  return found.map((stored) => ({ stored, isVoice: durationSeconds !== null, durationSeconds }))
}

function splitContent(can: Capabilities, text: string, files: SendingFile[]): SplitPart[] {
  if (text === '' && files.length === 0) throw new AppError('message.empty')
  const { parts, refused } = splitMessage(can, {
    text,
    files: files.map(({ kind, stored: { name, mime, size_bytes: sizeBytes } }) => ({
      kind,
      name,
      mime,
      sizeBytes,
    })),
  })
  if (refused.length > 0) {
    throw new AppError('message.file_refused', {
      files: refused.map((one) => ({ ...one, name: files[one.position]?.stored.name ?? '' })),
    })
  }
  return parts
}
