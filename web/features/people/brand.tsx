import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { peopleWords } from './labels.ts'
import styles from './brand.module.css'

/** The sign and the name of the product. */
export function Brand(): ReactElement {
  const say = useWords(peopleWords)
  return (
    <span className={styles.brand}>
      <img src="/favicon.svg" alt="" width={32} height={32} />
      {say('app.name')}
    </span>
  )
}
