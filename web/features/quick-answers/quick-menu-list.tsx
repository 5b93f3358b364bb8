import { Button } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { QuickAnswer } from '#contract/quick-answers'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { quickAnswerWords } from './labels.ts'
import { optionId } from './use-quick-menu.ts'
import type { QuickMenu } from './use-quick-menu.ts'
import classes from './quick-answers.module.css'

/** Over the field: the quick answers that fit what stands after the slash. The field keeps the focus. */
export function QuickMenuList({ menu }: { menu: QuickMenu }): ReactElement {
  const say = useWords(quickAnswerWords)
  return (
    <div className={classes.anchor}>
      <div className={classes.menu} onMouseDown={(event) => event.preventDefault()}>
        {menu.error ? (
          <p className={classes.line} role="status">
            {errorText(menu.error)}
            <Button size="compact-sm" variant="default" onClick={menu.retry}>
              {say('c.retry')}
            </Button>
          </p>
        ) : menu.items === null ? (
          <p className={classes.line} role="status">
            {say('qa.menu.loading')}
          </p>
        ) : menu.hasAny ? (
          <Options menu={menu} items={menu.items} />
        ) : (
          <p className={classes.line} role="status">
            {say('qa.menu.none')}
            <AppLink href="/settings/quick-answers" className={classes.link}>
              {say('qa.menu.make')}
            </AppLink>
          </p>
        )}
      </div>
    </div>
  )
}

function Options({ menu, items }: { menu: QuickMenu; items: QuickAnswer[] }): ReactElement {
  const say = useWords(quickAnswerWords)
  return (
    <ul id={menu.listId} role="listbox" aria-label={say('qa.menu')} className={classes.options}>
      {items.map((answer) => {
        const id = optionId(menu.listId, answer)
        const isActive = id === menu.activeId
        return (
          <li
            key={answer.id}
            id={id}
            ref={isActive ? show : undefined}
            role="option"
            aria-selected={isActive}
            className={classes.option}
            onClick={() => menu.choose(answer)}
          >
            <span className={classes.shortcut}>/{answer.shortcut}</span>
            <span className={classes.preview}>{menu.fill(answer.text)}</span>
            {answer.files.length > 0 && (
              <span className={classes.files}>
                <IconPaperclip size={14} aria-hidden="true" />
                {say('qa.f', { count: answer.files.length })}
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Called for the option that becomes the active one. */
function show(option: HTMLLIElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
