/** Opens the choice of the stage that is on the screen, as its key does. */
export function openStageSelect(): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-stage-select]:enabled')]
  all.find((button) => button.offsetParent !== null)?.click()
}
