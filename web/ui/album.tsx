import { useState } from 'react'
import type { CSSProperties, ReactElement } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './album.module.css'

export type Picture = {
  key: string
  name: string
  /** Null while it is not there: then `state` says why. */
  url: string | null
  state: 'pending' | 'no_room' | 'ready' | 'too_big' | 'gone'
  width?: number | null
  height?: number | null
}

type Props = { pictures: readonly Picture[]; onOpen: (index: number) => void }

/** How many pictures each row has; three are one large and two beside it. */
const rows: Record<number, number[]> = {
  2: [2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [3, 4],
  8: [4, 4],
  9: [3, 3, 3],
  10: [3, 3, 4],
}

/** One to ten pictures as one grid; their places are known before they are loaded. */
export function Album({ pictures, onOpen }: Props): ReactElement {
  const say = useWords()
  const [only] = pictures
  if (pictures.length === 1 && only) {
    return (
      <div className={classes.single} style={singleStyle(only)}>
        <Tile picture={only} label={say('msg.picture.name', { name: only.name })} onOpen={() => onOpen(0)} />
      </div>
    )
  }
  const count = pictures.length
  return (
    <div className={classes.album} role="group" aria-label={say('msg.album', { count })}>
      {pictures.map((picture, index) => (
        <Tile
          key={picture.key}
          picture={picture}
          style={placeOf(index, count)}
          label={say('msg.picture', { position: index + 1, count })}
          onOpen={() => onOpen(index)}
        />
      ))}
    </div>
  )
}

type TileProps = { picture: Picture; label: string; style?: CSSProperties; onOpen: () => void }

function Tile({ picture, label, style, onOpen }: TileProps): ReactElement {
  const say = useWords()
  const [isBroken, setBroken] = useState(false)
  if (picture.state !== 'ready' || !picture.url || isBroken) {
    const why = picture.state === 'ready' ? 'broken' : picture.state
    return (
      <div className={`${classes.tile} ${classes.waiting}`} style={style} role="img" aria-label={label}>
        {say(`msg.file.${why}`)}
      </div>
    )
  }
  return (
    <button type="button" className={classes.tile} style={style} aria-label={label} onClick={onOpen}>
      <img src={picture.url} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />
    </button>
  )
}

/** A picture alone keeps its shape, within limits; of unknown size it is a calm 4 : 3. */
function singleStyle({ width, height }: Picture): CSSProperties {
  const ratio = width && height ? Math.min(2, Math.max(0.7, width / height)) : 4 / 3
  return { aspectRatio: String(ratio), maxWidth: width ? `min(100%, ${Math.max(160, width)}px)` : undefined }
}

function placeOf(index: number, count: number): CSSProperties {
  if (count === 3) {
    if (index === 0) return { gridColumn: 'span 8', gridRow: 'span 2', minHeight: 192 }
    return { gridColumn: 'span 4', minHeight: 95 }
  }
  let seen = 0
  for (const row of rows[count] ?? Array.from({ length: Math.ceil(count / 3) }, () => 3)) {
    seen += row
    if (index < seen) return { gridColumn: `span ${12 / row}`, aspectRatio: row < 3 ? '4 / 3' : '1' }
  }
  return { gridColumn: 'span 4', aspectRatio: '1' }
}
