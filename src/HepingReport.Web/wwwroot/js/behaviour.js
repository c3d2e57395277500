// Each behaviour is one file that enhances the elements carrying its data attribute; without it the page works as it is.
const behaviour = (attribute, enhance) => document.querySelectorAll(`[data-${attribute}]`).forEach(enhance);
