import { Progress } from '@mantine/core'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { Brand } from './brand.tsx'
import { peopleWords } from './labels.ts'
import styles from './setup-aside.module.css'

/** Beside the wizard: where one stands on the way to the first answered client. */
export function SetupAside(): ReactElement {
  const say = useWords(peopleWords)
  const later = [say('su.c.channel'), say('su.c.hello'), say('su.c.answer'), say('su.c.team')]
  return (
    <aside className={styles.aside}>
      <Brand />
      <div className={styles.way}>
        <h2 className={styles.title}>{say('su.check.title')}</h2>
        <p className={styles.count}>{say('su.check.n', { done: 0, total: later.length + 1 })}</p>
        <Progress value={0} size={4} aria-hidden />
        <ol className={styles.steps}>
          <li className={styles.step} data-current aria-current="step">
            <span className={styles.mark}>1</span>
            {say('su.c.account.todo')}
          </li>
          {later.map((step, index) => (
            <li key={step} className={styles.step}>
              <span className={styles.mark}>{index + 2}</span>
              {step}
            </li>
          ))}
        </ol>
      </div>
    </aside>
  )
}
