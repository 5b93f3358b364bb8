import type { CSSProperties, ReactElement } from 'react'
import { Delayed } from './delayed.tsx'
import classes from './skeletons.module.css'

const widths = ['62%', '46%', '70%', '38%', '56%', '50%', '66%', '42%']

function Bone({
  style,
  className = '',
}: {
  style?: CSSProperties
  className?: string | undefined
}): ReactElement {
  return <span className={`${classes.bone} ${className}`} style={style} />
}

/** A list of conversations or notifications that is still loading. */
export function RowsSkeleton({ count = 8, label }: { count?: number; label?: string }): ReactElement {
  return (
    <Delayed {...(label ? { label } : {})}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={classes.row}>
          <Bone style={{ width: 36, height: 36, borderRadius: '50%' }} />
          <span className={classes.lines}>
            <Bone style={{ width: widths[index % widths.length], height: 10 }} />
            <Bone style={{ width: '100%', height: 8 }} />
            <Bone style={{ width: widths[(index + 3) % widths.length], height: 8 }} />
          </span>
          <Bone style={{ width: 32, height: 8 }} />
        </div>
      ))}
    </Delayed>
  )
}

const bubbles: { isOut: boolean; width: number; height?: number }[] = [
  { isOut: false, width: 280 },
  { isOut: false, width: 180 },
  { isOut: true, width: 320, height: 60 },
  { isOut: false, width: 240 },
  { isOut: true, width: 200 },
]

/** A chat that is still loading. */
export function ChatSkeleton({ label }: { label?: string }): ReactElement {
  return (
    <Delayed {...(label ? { label } : {})}>
      <div className={classes.chat}>
        {bubbles.map(({ isOut, width, height = 40 }) => (
          <Bone
            key={width}
            className={isOut ? `${classes.bubble} ${classes.out}` : classes.bubble}
            style={{ width, height, maxWidth: '80%' }}
          />
        ))}
      </div>
    </Delayed>
  )
}

/** A card's fields that are still loading. */
export function FieldsSkeleton({ count = 6 }: { count?: number }): ReactElement {
  return (
    <Delayed>
      <div className={classes.fields}>
        {Array.from({ length: count * 2 }, (_, index) => (
          <Bone
            key={index}
            style={{ width: index % 2 === 0 ? 80 : widths[index % widths.length], height: 10 }}
          />
        ))}
      </div>
    </Delayed>
  )
}

/** A table that is still loading. */
export function TableSkeleton({ count = 8 }: { count?: number }): ReactElement {
  return (
    <Delayed>
      <div className={classes.table}>
        {Array.from({ length: count }, (_, index) => (
          <div key={index} className={classes.tableRow}>
            <Bone style={{ width: widths[index % widths.length], height: 10 }} />
            <Bone style={{ width: '60%', height: 10 }} />
            <Bone style={{ width: '50%', height: 10 }} />
            <Bone style={{ width: '40%', height: 10 }} />
          </div>
        ))}
      </div>
    </Delayed>
  )
}
