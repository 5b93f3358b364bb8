import { useId } from 'react'
import type { ReactElement, ReactNode } from 'react'
import styles from './rules-page.module.css'

/** One part of the rules: its name and what it is about on the left, its fields on the right. */
export function RulesSection({
  title,
  hint,
  children,
}: {
  title: string
  hint?: ReactNode
  children: ReactNode
}): ReactElement {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div>
        <h2 id={id} className={styles.name}>
          {title}
        </h2>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
      <div className={styles.fields}>{children}</div>
    </section>
  )
}
