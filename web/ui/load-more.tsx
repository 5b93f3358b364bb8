import { Button } from '@mantine/core'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './data-table.module.css'

type Props = { isLoading: boolean; onLoad: () => void; label?: string }

/** The end of a list that goes on: loads when it comes near the screen, and by hand. */
export function LoadMore({ isLoading, onLoad, label }: Props): ReactElement {
  const say = useWords()
  const end = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(() => onLoad())
  useEffect(() => {
    const element = end.current
    if (!element || isLoading) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && load(), {
      rootMargin: '400px',
    })
    observer.observe(element)
    return () => observer.disconnect()
    // Looked at anew after every page: a short one may leave the end in sight.
  }, [isLoading])
  return (
    <div ref={end} className={classes.more}>
      <Button variant="subtle" color="gray" loading={isLoading} onClick={onLoad}>
        {label ?? say('c.more')}
      </Button>
    </div>
  )
}
