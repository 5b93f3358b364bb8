/** @jsxImportSource preact */
import type { VNode } from 'preact'

const paths = {
  chat: 'M4 5.5h16v11H10l-4.5 4v-4H4z M8 9.5h8 M8 12.5h5',
  minimise: 'M6 12h12',
  close: 'M6 6l12 12 M18 6L6 18',
  clip: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.2-8.2a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4',
  send: 'M4.5 5l16 7-16 7 3-7z M7.5 12h6',
  down: 'M6 10l6 6 6-6',
  file: 'M7 3.5h7l4 4v13H7z M14 3.5v4h4',
  clock: 'M12 7.5V12l3 2 M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  sent: 'M6 12.5l4 4 8-9',
  read: 'M2.5 12.5l4 4 8-9 M10.5 15l1.5 1.5 8.5-9',
  warning: 'M12 8v5 M12 16v.5 M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  pin: 'M12 21c4-4.5 6.5-7.8 6.5-11a6.5 6.5 0 0 0-13 0c0 3.2 2.5 6.5 6.5 11z M14.5 10a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  save: 'M12 4v10 M7.5 10.5L12 15l4.5-4.5 M5 19.5h14',
}

export type IconName = keyof typeof paths

/** A line drawing; what it means is always said in words beside it. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): VNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" class="icon">
      <path d={paths[name]} />
    </svg>
  )
}
