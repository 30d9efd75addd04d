from io import BytesIO

import pytest
from PIL import Image, ImageCms
from willow.image import Image as WillowImage

from media.encoding import SPEED, install, is_made_already


def avif(image: Image.Image, **options: object) -> Image.Image:
    install()
    source, made = BytesIO(), BytesIO()
    image.save(source, format="TIFF", icc_profile=image.info.get("icc_profile"))
    WillowImage.open(source).save_as_avif(made, **options)
    return Image.open(made)


def test_avif_is_written() -> None:
    made = avif(Image.new("RGB", (40, 20), "teal"), quality=50)

    assert (made.format, made.size) == ("AVIF", (40, 20))


def test_a_picture_in_work_is_written_by_our_ways_too(monkeypatch: pytest.MonkeyPatch) -> None:
    install()
    speeds = []
    save = Image.Image.save

    def note(self: Image.Image, *args: object, **options: object) -> None:
        speeds.append(options.get("speed"))
        save(self, *args, **options)  # type: ignore[arg-type]

    file = photograph("JPEG")
    picture = WillowImage.open(file).auto_orient().resize((30, 20))
    monkeypatch.setattr(Image.Image, "save", note)
    picture.save_as_avif(BytesIO(), quality=50)
    assert speeds == [SPEED]


def test_avif_without_loss_is_left_to_willow() -> None:
    made = avif(Image.new("RGB", (8, 8), (1, 200, 3)), lossless=True)

    seen = made.convert("RGB").getpixel((4, 4))
    assert isinstance(seen, tuple)
    # The colours of film keep seven bits of eight.
    assert all(abs(is_ - was) <= 2 for is_, was in zip(seen, (1, 200, 3), strict=True))


def test_colours_keep_their_profile() -> None:
    image = Image.new("RGB", (8, 8), "teal")
    image.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert avif(image).info["icc_profile"] == image.info["icc_profile"]


def photograph(format_: str) -> BytesIO:
    """Give a picture that knows whose it is and where it was made."""
    file, exif = BytesIO(), Image.Exif()
    exif[0x013B] = "Whose It Is"
    exif.get_ifd(0x8825)[2] = (21.0, 8.0, 0.0)  # degrees of latitude
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    noise.save(file, format_, exif=exif, comment=b"Whose It Is", xmp=b"<x>Whose It Is</x>")
    assert b"Whose It Is" in file.getvalue()
    return file


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif"])
@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP"])
def test_a_picture_tells_nobody_where_it_was_made(source: str, format_: str) -> None:
    install()
    made = BytesIO()
    picture = WillowImage.open(photograph(source))
    getattr(picture.auto_orient().resize((150, 100)), f"save_as_{format_}")(made)
    with Image.open(made) as written:
        assert written.size == (150, 100)
        assert not written.getexif()
    assert b"Whose It Is" not in made.getvalue()


SPEC = "width-360|format-jpeg|jpegquality-75|bgcolor-ffffff"


def jpeg(width: int = 300, quality: int = 75, mode: str = "RGB", **options: object) -> bytes:
    file = BytesIO()
    noise = Image.effect_noise((width, 200), 60).convert(mode)
    noise.save(file, "JPEG", quality=quality, **options)
    return file.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    return jpeg(exif=exif.tobytes())


def test_a_jpeg_that_is_what_would_be_made_is_kept() -> None:
    assert is_made_already(jpeg(), SPEC)
    assert is_made_already(jpeg(mode="L"), SPEC)
    assert is_made_already(jpeg(width=360), SPEC)


@pytest.mark.parametrize(
    ("content", "spec"),
    [
        (jpeg(width=361), SPEC),
        (jpeg(quality=80), SPEC),
        (jpeg(mode="CMYK"), SPEC),
        (turned(), SPEC),
        (photograph("JPEG").getvalue(), SPEC),
        (jpeg()[:200], SPEC),
        (b"no picture", SPEC),
        (jpeg(), SPEC.replace("jpeg", "webp")),
    ],
)
def test_any_other_picture_is_made(content: bytes, spec: str) -> None:
    assert not is_made_already(content, spec)
