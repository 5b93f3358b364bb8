import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { AddresseeLine } from './addressee-line.tsx'
import { internalWords } from './labels.ts'
import { keyOf } from './people.ts'
import { optionId } from './use-mention-menu.ts'
import type { MentionMenu } from './use-mention-menu.ts'
import classes from './internal.module.css'

/** Over the field: whom the `@` can name. The field keeps the focus. */
export function MentionList({ menu }: { menu: MentionMenu }): ReactElement {
  const say = useWords(internalWords)
  return (
    <div className={classes.anchor}>
      <ul
        id={menu.listId}
        role="listbox"
        aria-label={say('in.mention')}
        className={classes.menu}
        onMouseDown={(event) => event.preventDefault()}
      >
        {menu.items.map((each) => {
          const id = optionId(menu.listId, each)
          const isActive = id === menu.activeId
          return (
            <li
              key={keyOf(each)}
              id={id}
              ref={isActive ? show : undefined}
              role="option"
              aria-selected={isActive}
              className={classes.option}
              onClick={() => menu.choose(each)}
            >
              <AddresseeLine addressee={each} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function show(option: HTMLLIElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
