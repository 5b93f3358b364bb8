import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { keyCaps } from '../lib/key-names.ts'
import { useWords } from '../lib/words.ts'
import classes from './key-hint.module.css'

/** Keys as caps: `mod+k`, `g i`. Hidden where there is no keyboard. */
export function KeyHint({ keys }: { keys: string }): ReactElement {
  const say = useWords()
  return (
    <span className={`${classes.keys} ${classes.touchless}`}>
      {keyCaps(keys).map((caps, step) => (
        <Fragment key={caps.join('+')}>
          {step > 0 ? say('kb.then') : null}
          {caps.map((cap) => (
            <kbd key={cap} className={classes.cap}>
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
