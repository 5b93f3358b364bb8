import type { FileView } from '#contract/files'
import { isApiError } from '../../../lib/api-error.ts'
import { startUpload } from '../../../lib/uploads.ts'
import type { Upload } from '../../../lib/uploads.ts'
import { recordableType, voiceFile } from './voice-file.ts'
import type { VoiceFile } from './voice-file.ts'

/** Why nothing is recorded. `insecure`: browsers give the microphone only to pages that came over https. */
export type VoiceRefusal = 'denied' | 'absent' | 'insecure' | 'unsupported' | 'failed'

export type VoiceState =
  | { kind: 'off' }
  | { kind: 'asking' }
  | { kind: 'refused'; reason: VoiceRefusal }
  | { kind: 'recording'; isPaused: boolean }
  | ({ kind: 'recorded' } & Recording)
  /** `progress`: from 0 to 1 while it goes to the server. */
  | ({ kind: 'sending'; progress: number } & Recording)

/** `id`: of the file it is stored as; a second try stores the same one. */
type Recording = VoiceFile & { id: string; url: string }

/** What comes of sending; one of the two is called, once, unless the message is thrown away first. */
export type VoiceReceiver = {
  onStored: (file: FileView, durationSeconds: number) => void
  onFailed: (error: unknown) => void
}

type Session = { media: MediaRecorder; stream: MediaStream; audio: AudioContext; meter: AnalyserNode }

/** Longer than anybody listens to. */
const mostSeconds = 15 * 60
const bitsPerSecond = 32_000

/**
 * Records a voice message for one chat and brings it to the server. It outlives the composer: what was recorded is there when
 * one comes back to the chat, until it is sent or thrown away by hand; what is being sent goes on meanwhile.
 */
export class VoiceRecorder {
  state: VoiceState = { kind: 'off' }
  #session: Session | null = null
  #listeners = new Set<() => void>()
  #before = 0
  #since: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What was asked for last; a microphone that is given late is given back. */
  #wish = 0
  /** Who gets it as soon as the recording is whole. */
  #receiver: VoiceReceiver | null = null
  #upload: Upload | null = null
  readonly #startUpload: typeof startUpload

  constructor(start: typeof startUpload = startUpload) {
    this.#startUpload = start
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  snapshot = (): VoiceState => this.state

  /** `name`: of the file, without an ending. */
  async start(name: string): Promise<void> {
    if (this.state.kind !== 'off' && this.state.kind !== 'refused') return
    const refuse = (reason: VoiceRefusal): void => this.#set({ kind: 'refused', reason })
    const devices: MediaDevices | undefined = navigator.mediaDevices
    if (devices === undefined) return refuse(isSecureContext ? 'unsupported' : 'insecure')
    const mimeType = recordableType()
    if (mimeType === null) return refuse('unsupported')
    this.#wish += 1
    const wish = this.#wish
    this.#set({ kind: 'asking' })
    try {
      const stream = await devices.getUserMedia({ audio: { channelCount: 1 } })
      if (wish !== this.#wish) return end(stream)
      this.#begin(stream, mimeType, name)
    } catch (error) {
      if (wish === this.#wish) refuse(refusalOf(error))
    }
  }

  pause(): void {
    if (this.state.kind !== 'recording' || this.state.isPaused) return
    this.#session?.media.pause()
    this.#before = this.elapsedSeconds
    this.#since = null
    clearTimeout(this.#timer)
    this.#set({ kind: 'recording', isPaused: true })
  }

  resume(): void {
    if (this.state.kind !== 'recording' || !this.state.isPaused) return
    this.#session?.media.resume()
    this.#count()
    this.#set({ kind: 'recording', isPaused: false })
  }

  /** What was recorded comes with the state `recorded`. */
  stop(): void {
    if (this.state.kind === 'asking') this.discard()
    if (this.#session?.media.state !== 'inactive') this.#session?.media.stop()
  }

  /** Sends what is being recorded or was. A second press changes nothing: it is one message. */
  send(receiver: VoiceReceiver): void {
    if (this.state.kind === 'recorded') void this.#bring(this.state, receiver)
    if (this.state.kind !== 'recording') return
    this.#receiver = receiver
    this.stop()
  }

  /** Throws away what was recorded, also while it is being sent, or takes back the wish to record. */
  discard(): void {
    this.#wish += 1
    this.#receiver = null
    this.#upload?.cancel()
    this.#upload = null
    if (this.state.kind === 'recorded' || this.state.kind === 'sending') URL.revokeObjectURL(this.state.url)
    this.#release()
    this.#set({ kind: 'off' })
  }

  get elapsedSeconds(): number {
    return this.#before + (this.#since === null ? 0 : (performance.now() - this.#since) / 1000)
  }

  /** How loud it is now, from 0 to 1. */
  get level(): number {
    if (!this.#session || this.#since === null) return 0
    const samples = new Float32Array(this.#session.meter.fftSize)
    this.#session.meter.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    // Speech lies between about -50 and -10 dB.
    return Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 40))
  }

  #begin(stream: MediaStream, mimeType: string, name: string): void {
    const audio = new AudioContext()
    const meter = audio.createAnalyser()
    meter.fftSize = 512
    audio.createMediaStreamSource(stream).connect(meter)
    const media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond })
    const pieces: Blob[] = []
    const session = { media, stream, audio, meter }
    this.#session = session
    media.ondataavailable = (event) => pieces.push(event.data)
    media.onstop = () => {
      if (this.#session === session) void this.#finish(new Blob(pieces, { type: media.mimeType }), name)
    }
    // The microphone was unplugged or taken away: what there is so far is kept.
    for (const track of stream.getTracks()) track.onended = () => this.stop()
    media.start(1000)
    this.#before = 0
    this.#count()
    this.#set({ kind: 'recording', isPaused: false })
  }

  async #finish(sound: Blob, name: string): Promise<void> {
    const measured = this.elapsedSeconds
    const wish = this.#wish
    this.#release()
    const { file, durationSeconds } = await voiceFile(sound, name, measured)
    if (wish !== this.#wish) return
    const receiver = this.#receiver
    this.#receiver = null
    if (file.size === 0) return this.#set({ kind: 'refused', reason: 'failed' })
    const recording = { id: crypto.randomUUID(), url: URL.createObjectURL(file), file, durationSeconds }
    if (receiver) await this.#bring(recording, receiver)
    else this.#set({ kind: 'recorded', ...recording })
  }

  async #bring({ id, url, file, durationSeconds }: Recording, receiver: VoiceReceiver): Promise<void> {
    const recording = { id, url, file, durationSeconds }
    const wish = this.#wish
    this.#set({ kind: 'sending', ...recording, progress: 0 })
    this.#upload = this.#startUpload(id, file, ({ share }) => {
      if (wish === this.#wish) this.#set({ kind: 'sending', ...recording, progress: share })
    })
    try {
      const stored = await this.#upload.done
      if (wish !== this.#wish) return
      this.#upload = null
      this.discard()
      receiver.onStored(stored, durationSeconds)
    } catch (error) {
      if (wish !== this.#wish) return
      this.#upload = null
      this.#set({ kind: 'recorded', ...recording })
      if (!isApiError(error, 'network.cancelled')) receiver.onFailed(error)
    }
  }

  #count(): void {
    this.#since = performance.now()
    this.#timer = setTimeout(() => this.stop(), (mostSeconds - this.#before) * 1000)
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#since = null
    const session = this.#session
    this.#session = null
    if (!session) return
    if (session.media.state !== 'inactive') session.media.stop()
    end(session.stream)
    void session.audio.close()
  }

  #set(state: VoiceState): void {
    this.state = state
    const holds = state.kind === 'recording' || state.kind === 'recorded' || state.kind === 'sending'
    // The browser asks before a page with a recording goes away.
    if (holds) addEventListener('beforeunload', warn)
    else removeEventListener('beforeunload', warn)
    for (const listener of this.#listeners) listener()
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null
    track.stop()
  }
}

function refusalOf(error: unknown): VoiceRefusal {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'failed'
}
