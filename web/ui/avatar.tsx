import { IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { initials, stableIndex } from '../lib/initials.ts'
import classes from './avatar.module.css'
import { ChannelMark } from './channel-mark.tsx'
import type { ChannelMarkKind } from './channel-mark.tsx'

type Props = {
  name: string
  /** What the colour stays the same for; the name if not given. */
  seed?: string | number
  /** Where the person's picture is; without one, or when it cannot be had, the initials stand. */
  picture?: string | null
  /** px: 24 in a chat, 36 in a list (default), 40 in a card. */
  size?: number
  channel?: ChannelMarkKind | null
  isGroup?: boolean
}

const colors = 6

/** A person by picture or initials. Silent for screen readers: the name always stands beside it. */
export function Avatar({ name, seed, picture, size = 36, channel, isGroup = false }: Props): ReactElement {
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
        {picture ? <Picture key={picture} url={picture} /> : null}
      </span>
      {channel ? (
        <span className={classes.mark}>
          <ChannelMark kind={channel} size={Math.max(14, Math.round(size * 0.46))} isRound />
        </span>
      ) : null}
    </span>
  )
}

/** Lies over the initials once it is there. */
function Picture({ url }: { url: string }): ReactElement | null {
  const [hasFailed, setHasFailed] = useState(false)
  if (hasFailed) return null
  return (
    <img
      className={classes.picture}
      src={url}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => setHasFailed(true)}
    />
  )
}
