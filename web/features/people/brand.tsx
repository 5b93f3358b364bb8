import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { Logo } from '../../ui/logo.tsx'
import { peopleWords } from './labels.ts'
import styles from './brand.module.css'

/** The sign and the name of the product. */
export function Brand(): ReactElement {
  const say = useWords(peopleWords)
  return (
    <span className={styles.brand}>
      <Logo />
      {say('app.name')}
    </span>
  )
}
