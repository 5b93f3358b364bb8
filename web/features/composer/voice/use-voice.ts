import { useEffect, useState, useSyncExternalStore } from 'react'
import type { FileView } from '#contract/files'
import { isApiError } from '../../../lib/api-error.ts'
import { startUpload } from '../../../lib/uploads.ts'
import { errorToast } from '../../../ui/toasts.tsx'
import { VoiceRecorder } from './voice-recorder.ts'
import type { VoiceState } from './voice-recorder.ts'

const recorders = new Map<string, VoiceRecorder>()

function recorderOf(chatId: string): VoiceRecorder {
  const known = recorders.get(chatId)
  if (known) return known
  const made = new VoiceRecorder()
  recorders.set(chatId, made)
  return made
}

export type VoiceModel = {
  recorder: VoiceRecorder
  state: VoiceState
  /** From 0 to 1 while it goes to the server. */
  progress: number | null
  send: () => void
}

/**
 * The voice message of a chat. Recording ends when one leaves the chat, so that nobody is heard without knowing; what was
 * recorded waits there. `onSend` gets it once it is stored.
 */
export function useVoice(
  chatId: string,
  onSend: (file: FileView, durationSeconds: number) => void,
): VoiceModel {
  const recorder = recorderOf(chatId)
  const state = useSyncExternalStore(recorder.subscribe, recorder.snapshot)
  const [isWanted, setWanted] = useState(false)
  const [progress, setProgress] = useState<number | null>(null)
  useEffect(() => () => recorder.stop(), [recorder])

  const upload = async (): Promise<void> => {
    if (recorder.state.kind !== 'recorded') return
    const { file, durationSeconds } = recorder.state
    setProgress(0)
    try {
      const stored = await startUpload(crypto.randomUUID(), file, ({ share }) => setProgress(share)).done
      recorder.discard()
      onSend(stored, durationSeconds)
    } catch (error) {
      if (!isApiError(error, 'network.cancelled')) errorToast(error)
    } finally {
      setProgress(null)
    }
  }
  // Sent while it was still being recorded: it goes as soon as the recording is whole.
  if (isWanted && state.kind !== 'recording') {
    setWanted(false)
    if (state.kind === 'recorded') queueMicrotask(() => void upload())
  }
  return {
    recorder,
    state,
    progress,
    send: () => {
      if (progress !== null) return
      if (state.kind === 'recording') {
        setWanted(true)
        recorder.stop()
      } else void upload()
    },
  }
}
