// Changing the view keeps the place: the link takes along the paragraph being read.
{
  const seen = element => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  behaviour("keep-place", link => link.addEventListener("click", () => {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const first = named && seen(named) ? named : scrollY > 0 && [...document.querySelectorAll(".para")].find(seen);
    link.hash = first ? first.id : "";
  }));
}
