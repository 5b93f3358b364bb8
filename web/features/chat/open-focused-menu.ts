/** Opens the menu of the message that has the focus. The menu gives the focus back to it. */
export function openFocusedMenu(): void {
  const line = document.activeElement?.closest('[data-index]')
  line?.querySelector<HTMLElement>('[data-message-menu]')?.click()
}
