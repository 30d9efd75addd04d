"""What a visitor who knows everything answers in a course, as JSON, for a browser that asks.

python -m tests.crawl.answers SLUG
"""

import json
import sys

import django


def main(slug: str) -> None:
    django.setup()
    from learning.demo.setting_up import cohort_code
    from learning.publishing.models import Edition

    edition = Edition.objects.current().get(slug=slug, language="en")
    questions = edition.frozen().questions
    lessons = [
        {
            "slug": lesson.slug,
            "questions": [
                {
                    "id": id_,
                    "type": questions[id_].type.value,
                    "right": sorted(questions[id_].correct),
                    "wrong": [o.id for o in questions[id_].options if not o.correct],
                }
                for id_ in lesson.questions
            ],
        }
        for lesson in edition.manifest.lessons
    ]
    sys.stdout.write(json.dumps({"code": cohort_code(), "slug": slug, "lessons": lessons}))


if __name__ == "__main__":
    main(sys.argv[1])
