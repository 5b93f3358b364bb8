import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useFormat } from '../lib/use-format.ts'
import { useWords } from '../lib/words.ts'
import classes from './voice-player.module.css'

type Props = {
  url: string
  /** Seconds, when the messenger told them; else they are known once the file is. */
  durationSeconds?: number | null
  /** Of music; a voice message has none. */
  name?: string
}

const speeds = [1, 1.5, 2]
let playing: HTMLAudioElement | null = null

/** A voice message or a piece of sound. Nothing is loaded before it is played, and one plays at a time. */
export function VoicePlayer({ url, durationSeconds, name }: Props): ReactElement {
  const say = useWords()
  const format = useFormat()
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [isBroken, setBroken] = useState(false)
  const [position, setPosition] = useState(0)
  const [known, setKnown] = useState(durationSeconds ?? 0)
  const [speed, setSpeed] = useState(1)
  const toggle = (): void => {
    const element = audio.current
    if (!element) return
    if (!element.paused) return element.pause()
    if (playing !== element) playing?.pause()
    playing = element
    element.play().catch(() => setBroken(true))
  }
  const seek = (seconds: number): void => {
    if (audio.current) audio.current.currentTime = seconds
    setPosition(seconds)
  }
  const faster = (): void => {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1
    if (audio.current) audio.current.playbackRate = next
    setSpeed(next)
  }
  const label = isPlaying
    ? say('msg.pause')
    : [say('msg.play'), name, format.clock(known)].filter(Boolean).join(', ')
  if (isBroken) return <div className={classes.player}>{say('msg.file.broken')}</div>
  return (
    <div className={classes.player}>
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onError={() => setBroken(true)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration } = event.currentTarget
          if (Number.isFinite(duration)) setKnown(duration)
        }}
      />
      <button type="button" className={classes.play} aria-label={label} title={label} onClick={toggle}>
        {isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </button>
      <input
        type="range"
        className={classes.track}
        min={0}
        max={Math.max(known, 0.1)}
        step={0.1}
        value={Math.min(position, known)}
        aria-label={say('msg.position')}
        aria-valuetext={`${format.clock(position)} / ${format.clock(known)}`}
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <span className={classes.time}>{format.clock(isPlaying || position > 0 ? position : known)}</span>
      {isPlaying || speed !== 1 ? (
        <button
          type="button"
          className={classes.speed}
          aria-label={say('msg.speed', { speed })}
          onClick={faster}
        >
          {speed}×
        </button>
      ) : null}
    </div>
  )
}
