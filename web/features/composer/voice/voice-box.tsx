import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
  IconMicrophone,
  IconPlayerPauseFilled,
  IconPlayerStopFilled,
  IconSend,
  IconTrash,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { Notice } from '../../../ui/notice.tsx'
import { VoicePlayer } from '../../../ui/voice-player.tsx'
import type { LoadedChat } from '../../chat/use-chat.ts'
import { composerWords } from '../labels.ts'
import type { VoiceModel } from './use-voice.ts'
import type { VoiceRecorder, VoiceState } from './voice-recorder.ts'
import classes from './voice.module.css'

type VoiceBoxProps = {
  voice: VoiceModel
  channel: LoadedChat['channel']
  /** The field is to stand there again. */
  onLeave: () => void
}

/** In the place of the field while a voice message is made: recording it, listening to it, sending it. */
export function VoiceBox({ voice, channel, onLeave }: VoiceBoxProps): ReactElement | null {
  const say = useWords(composerWords)
  const { recorder, state } = voice
  const leave = (): void => {
    recorder.discard()
    onLeave()
  }
  switch (state.kind) {
    case 'off':
      return null
    case 'refused':
      return (
        <Row onLeave={leave}>
          <Notice tone="danger" isLive>
            {say(`comp.voice.no.${state.reason}`)}
          </Notice>
        </Row>
      )
    case 'asking':
      return (
        <Row onLeave={leave}>
          <span className={classes.words} role="status">
            {say('comp.voice.asking')}
          </span>
        </Row>
      )
    case 'recording':
      return (
        <Row onLeave={leave} onSend={voice.send}>
          <Recording recorder={recorder} state={state} />
        </Row>
      )
    case 'recorded':
    case 'sending': {
      const isFile = !channel.capabilities.voiceTypes.includes(state.file.type)
      return (
        <Row onLeave={leave} onSend={voice.send} isSending={state.kind === 'sending'}>
          <VoicePlayer url={state.url} durationSeconds={state.durationSeconds} />
          {state.kind === 'sending' && <Progress name={state.file.name} share={state.progress} />}
          {isFile && (
            <span className={classes.words}>{say('comp.voice.asFile', { channel: channel.name })}</span>
          )}
        </Row>
      )
    }
  }
}

type RowProps = {
  children: ReactNode
  onLeave: () => void
  /** Absent while there is nothing to send. */
  onSend?: () => void
  isSending?: boolean
}

function Row({ children, onLeave, onSend, isSending = false }: RowProps): ReactElement {
  const say = useWords(composerWords)
  const label = onSend ? say('comp.voice.discard') : say('c.close')
  return (
    <div className={classes.row} role="group" aria-label={say('comp.voice')}>
      <Tooltip label={label}>
        <ActionIcon size={36} aria-label={label} onClick={onLeave}>
          <IconTrash size={20} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.middle}>{children}</div>
      {onSend && (
        <Button loading={isSending} onClick={onSend} aria-label={say('comp.send')}>
          <IconSend size={18} />
        </Button>
      )}
    </div>
  )
}

function Progress({ name, share }: { name: string; share: number }): ReactElement {
  const say = useWords(composerWords)
  const format = useFormat()
  const percent = Math.round(share * 100)
  return (
    <span
      className={classes.words}
      role="progressbar"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={say('comp.uploading', { name, percent })}
    >
      {format.percent(share)}
    </span>
  )
}

type RecordingProps = { recorder: VoiceRecorder; state: Extract<VoiceState, { kind: 'recording' }> }

function Recording({ recorder, state }: RecordingProps): ReactElement {
  const say = useWords(composerWords)
  const format = useFormat()
  const seconds = useElapsed(recorder)
  const { isPaused } = state
  const pauseLabel = isPaused ? say('comp.voice.resume') : say('comp.voice.pause')
  return (
    <>
      <span className={classes.lamp} data-paused={isPaused || undefined} aria-hidden="true" />
      <span className="beseda-hidden" role="status">
        {isPaused ? say('comp.voice.paused') : say('comp.voice.recording')}
      </span>
      <span className={classes.clock} role="timer" aria-label={say('comp.voice.length')}>
        {format.clock(seconds)}
      </span>
      <Level recorder={recorder} />
      <Tooltip label={pauseLabel}>
        <ActionIcon
          size={36}
          aria-label={pauseLabel}
          onClick={() => (isPaused ? recorder.resume() : recorder.pause())}
        >
          {isPaused ? <IconMicrophone size={20} /> : <IconPlayerPauseFilled size={20} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={say('comp.voice.stop')}>
        <ActionIcon size={36} aria-label={say('comp.voice.stop')} autoFocus onClick={() => recorder.stop()}>
          <IconPlayerStopFilled size={20} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}

function useElapsed(recorder: VoiceRecorder): number {
  const [seconds, setSeconds] = useState(recorder.elapsedSeconds)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(recorder.elapsedSeconds), 250)
    return () => clearInterval(timer)
  }, [recorder])
  return seconds
}

/** Moves by the frame without drawing anything anew. */
function Level({ recorder }: { recorder: VoiceRecorder }): ReactElement {
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let frame = 0
    const move = (): void => {
      if (bar.current) bar.current.style.transform = `scaleX(${recorder.level.toFixed(3)})`
      frame = requestAnimationFrame(move)
    }
    move()
    return () => cancelAnimationFrame(frame)
  }, [recorder])
  return (
    <span className={classes.level} aria-hidden="true">
      <span ref={bar} />
    </span>
  )
}
