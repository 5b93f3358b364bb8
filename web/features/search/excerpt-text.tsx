import { Fragment } from 'react'
import type { ReactElement } from 'react'
import type { Excerpt } from '#contract/search'
import classes from './search.module.css'

/** A text with what was found in it marked; it may be of any direction of writing. */
export function ExcerptText({ excerpt }: { excerpt: Excerpt }): ReactElement {
  return (
    <bdi>
      {placed(excerpt).map(({ at, text, isHit }) =>
        isHit ? mark(at, text) : <Fragment key={at}>{text}</Fragment>,
      )}
    </bdi>
  )
}

function mark(at: number, text: string): ReactElement {
  return (
    <mark key={at} className={classes.mark}>
      {text}
    </mark>
  )
}

/** Each piece with where it begins in the text. */
function placed(excerpt: Excerpt): (Excerpt[number] & { at: number })[] {
  let at = 0
  return excerpt.map((piece) => {
    const start = at
    at += piece.text.length
    return { ...piece, at: start }
  })
}
