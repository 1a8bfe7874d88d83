// Runs before the first paint, so that the page never flashes in the other theme.
'use strict';
{
  let theme = new URLSearchParams(location.search).get('theme');
  try { theme ??= localStorage.getItem('theme'); } catch { /* no storage on some file:// pages */ }
  document.documentElement.dataset.theme = theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}
