import type { ReactElement } from 'react'
import type { ChannelKind } from '#contract/channels'
import { useWords } from '../lib/words.ts'
import classes from './channel-mark.module.css'

export type ChannelMarkKind = ChannelKind | 'custom' | 'mail' | 'call'

const phone =
  'M8.4 4.8 10 8.2 8.3 9.9a11 11 0 0 0 5.8 5.8l1.7-1.7 3.4 1.6v2.5a1.6 1.6 0 0 1-1.7 1.6A13.6 13.6 0 0 1 4.3 6.5a1.6 1.6 0 0 1 1.6-1.7z'

const shapes: Record<ChannelMarkKind, string[]> = {
  telegram: ['M20.4 4.4 3.6 10.9l5.2 2.3 2.3 6.3 3-4 4.2 3.2z', 'm8.8 13.2 6.6-4.6'],
  viber: [
    'M12 3.6c5.4 0 8 2 8 7.5s-2.6 7.5-8 7.5h-.8L8 21.4v-3.5c-2.7-1-4-3.2-4-6.8 0-5.5 2.6-7.5 8-7.5z',
    'M9.3 7.9l.9 1.9-.8 1a5.4 5.4 0 0 0 2.6 2.6l1-.8 1.9.9c0 1.2-.8 1.7-1.6 1.6-2.8-.5-5.1-2.8-5.6-5.6-.1-.8.4-1.6 1.6-1.6z',
    'M13 7.8a3 3 0 0 1 2.9 2.9',
  ],
  vk: [
    'M4 7.6c.4 5.6 3.2 8.8 8.3 8.8h.4V7.6',
    'M12.7 11.7c2.5-.2 4.3-1.7 5.1-4.1',
    'M12.7 11.7c2.9.2 4.9 1.9 5.9 4.7',
  ],
  website: ['M12 4.4a7.6 7.6 0 1 1-3.5 14.3L4.5 19.7l1-3.9A7.6 7.6 0 0 1 12 4.4z'],
  custom: [
    'M11.6 7.6l4.8 4.8 1.6-1.6a3.4 3.4 0 0 0-4.8-4.8z',
    'M7.6 11.6l4.8 4.8-1.6 1.6a3.4 3.4 0 0 1-4.8-4.8z',
    'm9.2 13.2 1.9-1.9',
    'm10.8 14.8 1.9-1.9',
    'm17.2 6.8 2.8-2.8',
    'm6.8 17.2-2.8 2.8',
  ],
  mail: ['M4.5 6.5h15v11h-15z', 'm4.8 7 7.2 5.8L19.2 7'],
  call: [phone],
}

type Props = {
  kind: ChannelMarkKind
  /** px, 20 by default. */
  size?: number
  /** Round on an avatar, a rounded square elsewhere. */
  isRound?: boolean
  /** The name stands beside it already. */
  isSilent?: boolean
}

/** Which messenger: our own sign in the messenger's colour, with its name for those who do not see it. */
export function ChannelMark({ kind, size = 20, isRound = false, isSilent = false }: Props): ReactElement {
  const say = useWords()
  const name = say(`channel.${kind}`)
  return (
    <span
      className={isRound ? `${classes.mark} ${classes.round}` : classes.mark}
      style={{ width: size, height: size, background: `var(--channel-${kind})` }}
      {...(isSilent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
    >
      <svg width={size * 0.7} height={size * 0.7} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {shapes[kind].map((shape) => (
          <path
            key={shape}
            d={shape}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        ))}
      </svg>
    </span>
  )
}
