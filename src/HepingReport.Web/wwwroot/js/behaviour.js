// Each behaviour is one file that enhances the elements carrying its data attribute; without it the page works as it is.
const behaviours = [];
const behaviour = (attribute, enhance) => {
  behaviours.push([attribute, enhance]);
  document.querySelectorAll(`[data-${attribute}]`).forEach(enhance);
};

// For what a script adds to the page later.
const enliven = place => behaviours.forEach(([attribute, enhance]) => place.querySelectorAll(`[data-${attribute}]`).forEach(enhance));
