// Shows the times of interviews in the zone of whoever reads them. Without this script they choose it.
(() => {
  'use strict';
  const form = document.querySelector('[data-zones]');
  if (!form || new URLSearchParams(location.search).has('zone')) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...form.elements.zone.options].some((option) => option.value === zone);
  if (known && form.elements.zone.value !== zone) {
    location.replace(`${location.pathname}?${new URLSearchParams({ zone })}`);
  }
})();
