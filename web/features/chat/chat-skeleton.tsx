import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { Delayed } from './delayed.tsx'
import classes from './chat.module.css'

const shapes = [
  { width: '52%', height: 56, isOut: false },
  { width: '38%', height: 36, isOut: true },
  { width: '61%', height: 76, isOut: false },
  { width: '30%', height: 36, isOut: false },
  { width: '47%', height: 56, isOut: true },
]

/** The shape of the messages that are coming. */
export function ChatSkeleton(): ReactElement {
  const say = useWords()
  return (
    <div className={classes.skeleton} role="status" aria-label={say('c.loading')}>
      <Delayed>
        {shapes.map(({ width, height, isOut }, index) => (
          <Skeleton
            key={width}
            width={width}
            height={height}
            radius="lg"
            className={isOut ? classes.skeletonOut : undefined}
            data-index={index}
          />
        ))}
      </Delayed>
    </div>
  )
}
