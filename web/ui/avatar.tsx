import { IconUsersGroup } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { initials, stableIndex } from '../lib/initials.ts'
import classes from './avatar.module.css'
import { ChannelMark } from './channel-mark.tsx'
import type { ChannelMarkKind } from './channel-mark.tsx'

type Props = {
  name: string
  /** What the colour stays the same for; the name if not given. */
  seed?: string | number
  /** px: 24 in a chat, 36 in a list (default), 40 in a card. */
  size?: number
  channel?: ChannelMarkKind | null
  isGroup?: boolean
}

const colors = 6

/** A person by initials. Silent for screen readers: the name always stands beside it. */
export function Avatar({ name, seed, size = 36, channel, isGroup = false }: Props): ReactElement {
  const color = stableIndex(String(seed ?? name), colors)
  return (
    <span
      className={isGroup ? `${classes.avatar} ${classes.group}` : classes.avatar}
      style={{ width: size, height: size }}
      aria-hidden={channel ? undefined : true}
    >
      <span
        className={classes.face}
        aria-hidden="true"
        style={{
          background: `var(--person-${color})`,
          color: `var(--person-${color}-text)`,
          fontSize: Math.round(size * (size < 30 ? 0.4 : 0.36)),
        }}
      >
        {isGroup ? <IconUsersGroup size={size * 0.55} stroke={1.75} /> : initials(name)}
      </span>
      {channel ? (
        <span className={classes.mark}>
          <ChannelMark kind={channel} size={Math.max(14, Math.round(size * 0.46))} isRound />
        </span>
      ) : null}
    </span>
  )
}
