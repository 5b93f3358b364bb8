import { readWebm } from './read-webm.ts'
import { durationOf, writeOgg } from './write-ogg.ts'

export type VoiceFile = { file: File; durationSeconds: number }

/** What messengers like best comes first: OGG with Opus is a voice message everywhere, WebM with Opus can be made into it. */
const wished = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']

/** The format this browser records in; null when it cannot record. */
export function recordableType(): string | null {
  if (typeof MediaRecorder === 'undefined') return null
  return wished.find((type) => MediaRecorder.isTypeSupported(type)) ?? null
}

const endings: Record<string, string> = { 'audio/ogg': 'ogg', 'audio/webm': 'webm', 'audio/mp4': 'm4a' }

/** The recording as a file: WebM becomes OGG, sound untouched. `measuredSeconds` counts where the bytes do not tell. */
export async function voiceFile(recording: Blob, name: string, measuredSeconds: number): Promise<VoiceFile> {
  const type = recording.type.split(';')[0] ?? ''
  if (type === 'audio/webm') {
    const track = trackOf(new Uint8Array(await recording.arrayBuffer()))
    if (track) {
      const file = new File([writeOgg(track)], `${name}.ogg`, { type: 'audio/ogg' })
      return { file, durationSeconds: durationOf(track) }
    }
  }
  const file = new File([recording], `${name}.${endings[type] ?? 'audio'}`, { type })
  return { file, durationSeconds: measuredSeconds }
}

/** A recording of a browser that writes WebM otherwise than we know stays as it is. */
function trackOf(bytes: Uint8Array): ReturnType<typeof readWebm> | null {
  try {
    return readWebm(bytes)
  } catch {
    return null
  }
}
