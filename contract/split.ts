import type { Capabilities } from './channels.ts'
import { locationText, type MapLocation } from './location.ts'

export type FileKind = 'photo' | 'video' | 'document' | 'audio' | 'voice' | 'animation'
/** `mime`: as sniffed. */
export type SplitFile = { kind: FileKind; name: string; mime: string; sizeBytes: number }

/** One message that leaves: its text (also the caption of its files) and the positions of its files in the given list. */
export type SplitPart = { text: string; files: number[] }

/** Why a messenger would not take a file; `position` in the given list, `limitBytes` its limit, `ending` of the name. */
export type RefusedFile =
  | { position: number; reason: 'too_large'; limitBytes: number }
  | { position: number; reason: 'ending'; ending: string }

export type Split = { parts: SplitPart[]; refused: RefusedFile[] }

/**
 * Into which messages a text with files leaves (R6): the text is the caption of the first run of files when it fits and they
 * may carry one, else messages of its own before the files; files keep their order, cut greedily into runs the messenger can carry.
 * The only function that decides this: the server sends by it, the composer previews with it.
 */
export function splitMessage(can: Capabilities, message: { text: string; files: SplitFile[] }): Split {
  const refused = message.files.flatMap((file, position): RefusedFile[] => {
    const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
    if (can.refusedEndings.includes(ending)) return [{ position, reason: 'ending', ending }]
    const limitBytes = file.kind === 'photo' ? can.maxPhotoBytes : can.maxFileBytes
    return file.sizeBytes > limitBytes ? [{ position, reason: 'too_large', limitBytes }] : []
  })
  const runs = fileRuns(can, message.files)
  const captioned = mayCaption(can, message.text, runs[0], message.files)
  const texts = captioned || message.text === '' ? [] : splitText(message.text, can.maxTextLength)
  const parts = [
    ...texts.map((text): SplitPart => ({ text, files: [] })),
    ...runs.map((files, index): SplitPart => ({ text: captioned && index === 0 ? message.text : '', files })),
  ]
  return { parts, refused }
}

function mayCaption(can: Capabilities, text: string, run: number[] | undefined, files: SplitFile[]): boolean {
  const { captioned } = can
  if (!run || text.length > can.maxCaptionLength) return false
  if (captioned === null) return true
  return run.every((position) => {
    const file = files[position]
    return file && captioned.types.includes(file.mime) && file.sizeBytes <= captioned.maxBytes
  })
}

/** Greedy runs of neighbouring files that may share one message. */
function fileRuns(can: Capabilities, files: SplitFile[]): number[][] {
  const runs: number[][] = []
  for (const [position, file] of files.entries()) {
    const run = runs.at(-1)
    if (run && run.length < can.maxFilesPerMessage && mayShare(can, files, run, file)) run.push(position)
    else runs.push([position])
  }
  return runs
}

function mayShare(can: Capabilities, files: SplitFile[], run: number[], file: SplitFile): boolean {
  return can.fileGroups.some(
    (group) =>
      group.includes(file.kind) &&
      run.every((position) => group.includes(files[position]?.kind ?? 'document')),
  )
}

/** Cuts a long text at the last paragraph, line, sentence or word that fits; never inside a surrogate pair. */
export function splitText(text: string, maxLength: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > maxLength) {
    const cut = cutAt(rest, maxLength)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts.filter((part) => part !== '')
}

function cutAt(text: string, maxLength: number): number {
  const head = text.slice(0, maxLength)
  for (const pattern of [/\n\n/g, /\n/g, /[.!?…]\s/g, /\s/g]) {
    const last = [...head.matchAll(pattern)].at(-1)
    if (last && last.index > maxLength / 2) return last.index + last[0].length
  }
  const code = text.charCodeAt(maxLength - 1)
  const isHighSurrogate = code >= 0xd800 && code <= 0xdbff
  return isHighSurrogate && maxLength > 1 ? maxLength - 1 : maxLength
}

/**
 * Into which messages a place leaves: its name, then the place itself (a part without text and files), where the messenger
 * has places; else words with a link.
 */
export function splitLocation(can: Capabilities, place: MapLocation): SplitPart[] {
  if (!can.canSendLocation) return splitText(locationText(place), can.maxTextLength).map(ofText)
  return [...(place.title === null ? [] : [ofText(place.title)]), ofText('')]
}

const ofText = (text: string): SplitPart => ({ text, files: [] })

const photoTypes = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** What a messenger treats a file of this type as; by its type as sniffed, never by its name. */
export function fileKindOf(mime: string): FileKind {
  if (photoTypes.has(mime)) return 'photo'
  if (mime === 'image/gif') return 'animation'
  if (mime === 'video/mp4') return 'video'
  if (mime === 'audio/mpeg' || mime === 'audio/mp4') return 'audio'
  return 'document'
}

/** The same for a voice message: where the messenger does not take this type as one, it is a file. */
export function voiceKindOf(can: Capabilities, mime: string): FileKind {
  if (can.voiceTypes.includes(mime)) return 'voice'
  // Sound alone in the container of films is told apart only by listening.
  return mime === 'video/mp4' ? 'audio' : fileKindOf(mime)
}
