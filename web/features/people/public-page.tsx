import type { ReactElement, ReactNode } from 'react'
import { setLanguage, useLanguage, useWords } from '../../lib/words.ts'
import { Brand } from './brand.tsx'
import styles from './public-page.module.css'

/** A page before sign-in: the name, a way to the other language, and one thing to do. */
export function PublicPage({ title, children }: { title: string; children: ReactNode }): ReactElement {
  const language = useLanguage()
  const say = useWords()
  const other = language === 'ru' ? 'en' : 'ru'
  return (
    <div className={styles.page}>
      <title>{title}</title>
      <header className={styles.header}>
        <Brand />
        <button
          type="button"
          lang={other}
          className={styles.language}
          onClick={() => void setLanguage(other)}
        >
          {say(`language.${other}`)}
        </button>
      </header>
      <main className={styles.main}>{children}</main>
    </div>
  )
}
