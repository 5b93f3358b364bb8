import { IconCheck } from '@tabler/icons-react'
import type { MouseEvent, ReactElement, ReactNode } from 'react'
import { useLongPress } from '../chat/use-long-press.ts'
import type { ListSelection } from './use-list-selection.ts'
import classes from './bulk.module.css'

type SelectableRowProps = { number: number; selection: ListSelection; children: ReactNode }

/**
 * A row that can be selected: by its box, by a click with Ctrl or Shift, on a phone by a finger that rests on it; while anything is
 * selected a tap there goes on selecting. The box is for the pointer alone: the keyboard has X, the list says what is selected.
 */
export function SelectableRow({ number, selection, children }: SelectableRowProps): ReactElement {
  const press = useLongPress(() => selection.toggle(number), 'button, audio, video, input')
  const isSelected = selection.has(number)
  const choose = (event: MouseEvent): void => {
    const isBox = event.target instanceof Element && event.target.closest(`.${classes.box}`) !== null
    const isTap = selection.isOn && matchMedia('(pointer: coarse)').matches
    if (!isBox && !isTap && !event.shiftKey && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    if (event.shiftKey) selection.extendTo(number)
    else selection.toggle(number)
  }
  return (
    <div
      className={classes.row}
      data-selected={isSelected || undefined}
      data-on={selection.isOn || undefined}
      role="presentation"
      onClickCapture={choose}
      {...press}
    >
      {children}
      <span className={classes.box} aria-hidden="true">
        <span className={classes.tick}>{isSelected && <IconCheck size={14} stroke={3} />}</span>
      </span>
    </div>
  )
}
