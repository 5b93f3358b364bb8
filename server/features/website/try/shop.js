// The chat script loads by itself; until it is there the question waits for it.
document.querySelector('#ask')?.addEventListener('click', () => {
  const open = () => {
    if (window.Beseda) window.Beseda.open()
    else setTimeout(open, 100)
  }
  open()
})
